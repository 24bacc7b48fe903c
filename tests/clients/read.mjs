// What Thunderbird makes of a calendar: every date of every entry between two days, by the wall of its own clock.
// Usage: node read.mjs FIRST END < calendar.ics; prints [[begins, ends, title, status], ...] as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [first, end] = process.argv.slice(2, 4).map((day) => ICAL.Time.fromDateString(day));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}

// An instant by London's clock, as a phone in London shows it: what it was written as must come to the same.
const wall = (time) => {
  if (time.isDate) return time.toString();
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London", dateStyle: "short", timeStyle: "short" });
  return shown.format(time.toJSDate()).replace(" ", "T");
};

const found = [];
const show = (begins, ends, component) => {
  if (begins.compare(end) < 0 && begins.compare(first) >= 0) {
    const said = (name) => component.getFirstPropertyValue(name) ?? "";
    found.push([wall(begins), wall(ends), said("summary"), said("status")]);
  }
};

const events = calendar.getAllSubcomponents("vevent");
const series = events.filter((one) => !one.hasProperty("recurrence-id")).map((one) => new ICAL.Event(one));
for (const event of series) {
  for (const other of events) {
    const same = other.getFirstPropertyValue("uid") === event.uid;
    if (same && other.hasProperty("recurrence-id")) event.relateException(other);
  }
  if (!event.isRecurring()) {
    show(event.startDate, event.endDate, event.component);
    continue;
  }
  const dates = event.iterator();
  for (let next = dates.next(); next; next = dates.next()) {
    const at = event.getOccurrenceDetails(next);
    show(at.startDate, at.endDate, at.item.component);
  }
}
process.stdout.write(JSON.stringify(found.sort()));
