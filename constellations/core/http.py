"""The edge to the web: errors as answers, security headers, request ids."""

import uuid
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, LengthRequired, SecurityError, UnsupportedMediaType
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from constellations.core.columns import LARGEST_NUMBER
from constellations.core.errors import (
    Busy,
    Conflict,
    DiskFull,
    Forbidden,
    NotFound,
    RoostError,
    RuleBroken,
    SignedOut,
    TooLarge,
    TooOften,
)
from constellations.core.settings import Settings

log = structlog.get_logger()

STATUS: dict[type[RoostError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    SignedOut: HTTPStatus.UNAUTHORIZED,
    RuleBroken: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Conflict: HTTPStatus.CONFLICT,
    TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
}

DENIED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
"""How somebody who is signed in is told that something is not theirs: each is a line of the security log."""

ASKED_BY = "asked_by"
"""Where the guard notes who is signed in, as an id."""

WRITTEN = "written"
"""Where the guard notes what somebody wrote who is not signed in any more: shown back to them, and kept nowhere."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

STANDS_ALONE = "stands_alone"
"""The name in `flask.g` that is true while a page is made around which nothing may be asked of the database."""

AGAIN_SECONDS = 10
"""When whoever was told that Roost is busy may try again."""

SIGNED_IN = "_user_id"
"""What Flask-Login keeps in the signed cookie of somebody who is signed in, or was."""

PLAIN_FORM = "application/x-www-form-urlencoded"

MOST_OF_STRANGERS = 64 * 1024
"""Bytes that somebody may send who is not signed in: forms of a few lines, and no file."""

MOST_OF_A_FORM = 1024 * 1024
"""Bytes of a form without files, whoever sends it: it is read as a whole, unlike files."""

TWO_YEARS = 2 * 365 * 24 * 60 * 60


class Number(IntegerConverter):
    """A number in an address; with one larger than a database keeps it is the address of nothing."""

    regex = rf"\d{{1,{len(str(LARGEST_NUMBER))}}}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


def init_http(app: Flask, settings: Settings) -> None:
    """Give every answer its headers and every error its words."""
    app.url_map.converters["int"] = Number
    app.before_request(_name_request)
    app.before_request(_take_forms_alone)
    app.before_request(_take_no_more_than_is_sent_here)
    app.after_request(_add_headers)
    if settings.is_production:
        app.after_request(_add_transport_security)
    app.register_error_handler(RoostError, _answer_ours)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(SecurityError, _answer_host)
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unreachable, _answer_database)
    for overtaken in (IntegrityError, StaleDataError):
        app.register_error_handler(overtaken, _answer_overtaken)
    app.register_error_handler(Exception, _answer_fault)


def believe_proxies(app: Flask, settings: Settings) -> None:
    """Take the word of trusted proxies for who asks; to be called when all else stands that looks at a request."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask says to


def answer(status: HTTPStatus, words: str, name: str = "") -> ResponseReturnValue:
    """An error as a page, or as JSON for who asked for that; one of ours has a name for programs there."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error=words, name=name, request_id=g.get("request_id")), status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # What failed may be the database itself: who looks at the page is not asked of it once more.
        setattr(g, STANDS_ALONE, True)
    page = render_template(
        "error.html",
        heading=HEADINGS.get(status, "That did not work"),
        words=words,
        again=_again(status),
        written=g.get(WRITTEN),
        sign_in=url_for("accounts.sign_in", next=urlsplit(request.referrer or "").path) if WRITTEN in g else None,
        request_id=g.get("request_id"),
    )
    return page, status


def _again(status: HTTPStatus) -> str | None:
    """Where to try again: here, where nothing was sent and waiting helps; with one stroke, so never at another site."""
    if status != HTTPStatus.SERVICE_UNAVAILABLE or request.method != "GET":
        return None
    return "/" + request.full_path.rstrip("?").lstrip("/")


def _name_request() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _take_forms_alone() -> None:
    # Flask-WTF would read JSON for a form too, as deep as somebody packs it.
    if request.is_json:
        raise UnsupportedMediaType


def _take_no_more_than_is_sent_here() -> None:
    # Before anything reads what was sent: a register is taken in from those alone who may hand one over.
    if SIGNED_IN not in session:
        if "Transfer-Encoding" in request.headers:
            # Sent in chunks, as no browser sends a form: nobody knows how much it will be, and a thread would wait.
            raise LengthRequired
        request.max_content_length = MOST_OF_STRANGERS
    elif request.mimetype == PLAIN_FORM:
        request.max_content_length = MOST_OF_A_FORM


def _add_headers(response: Response) -> Response:
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in HEADERS.items() if name.lower() not in there])
    told = response.cache_control
    # Nothing is kept unless an answer says that the one who asked may keep it: a calendar does.
    if request.endpoint != "static" and not (told.no_store or told.private):
        response.headers["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
    log.info("answered", method=request.method, endpoint=request.endpoint, status=response.status_code)
    return response


def _add_transport_security(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    return response


def _answer_ours(error: RoostError) -> ResponseReturnValue:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if status in DENIED and ASKED_BY in g:
        log.warning("denied", endpoint=request.endpoint, status=status, person_id=g.get(ASKED_BY))
    if isinstance(error, SignedOut) and request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return answer(status, error.words, error.name)


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    return answer(HTTPStatus(error.code), WORDS.get(error.code, "Roost did not understand that."))


def _answer_host(_: SecurityError) -> ResponseReturnValue:
    """Asked by a host that is not ours, whatever it is: no page, for nothing in it may lead there."""
    words = f"Roost is not here. If you phone someone about this, read them this number: {g.get('request_id')}"
    return Response(words, HTTPStatus.BAD_REQUEST, mimetype="text/plain")


def _answer_database(error: Exception) -> ResponseReturnValue:
    log.error("database", kind=type(error).__name__)
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, DATABASE_AWAY)


def _answer_overtaken(error: Exception) -> ResponseReturnValue:
    log.warning("overtaken", kind=type(error).__name__)
    words = "Somebody else changed this at the same moment. Nothing of yours was stored; look again and try once more."
    return answer(HTTPStatus.CONFLICT, words)


def _answer_fault(error: Exception) -> ResponseReturnValue:
    log.error("fault", exc_info=error)
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, WORDS[HTTPStatus.INTERNAL_SERVER_ERROR])


HEADINGS: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.FORBIDDEN: "Not for your role",
    HTTPStatus.UNAUTHORIZED: "Please sign in",
    HTTPStatus.CONFLICT: "Somebody else changed this",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many tries",
    HTTPStatus.SERVICE_UNAVAILABLE: "Roost is busy",
    HTTPStatus.INSUFFICIENT_STORAGE: "Roost has no room left",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong",
}

DATABASE_AWAY = (
    "Roost cannot get at what it keeps at this moment. Wait a minute, then try again. "
    "If you were sending something, look first whether it is there."
)
"""Of a database that went away in the middle nobody knows whether it had stored what it was given."""

WORDS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "This page was open for too long, or was sent twice. Go back, reload it and try again.",
    HTTPStatus.NOT_FOUND: NotFound().words,
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that. Go back and try again.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Roost takes forms, and nothing else. Go back, reload the page and try again.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is too large. Send a smaller file.",
    HTTPStatus.TOO_MANY_REQUESTS: TooOften().words,
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong in Roost. Nothing was changed. Try again in a minute.",
}
