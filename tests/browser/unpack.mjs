// Unpacks the Chromium that npm brought, with the system libraries and the font it needs on a bare machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "node_modules", ".chromium");
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder;
// The libraries (al2023) are only unpacked where the package believes to be in the cloud that it was made for.
process.env.AWS_EXECUTION_ENV = "24.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();

// Its own list of font folders names none of ours, and Chromium ends at the first form field when it finds no font.
writeFileSync(
  join(folder, "fonts.conf"),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "cache")}</cachedir>
</fontconfig>
`,
);
