"""
What Schemathesis has to know of this service: who calls, whose objects there are, and which answers are right although a
schema cannot say so. Each reason is counted, so that the run can show what it has left out.
"""

import itertools
import json
import os
import re
import threading
import time
import unicodedata
import uuid

import requests
import schemathesis
from hypothesis import strategies

WORLD = json.loads(os.environ["ATTACK_WORLD"])
URL = os.environ["ATTACK_URL"]
PASSWORD = "Correct-horse-7"
lock = threading.Lock()
turn = itertools.count()

# Where a schema says "a string", the rules for passwords say more, in words.
schemathesis.openapi.format("password", strategies.from_regex(r"[A-Z][a-z]{5,40}[0-9]{2,8}", fullmatch=True))

# field and message of a 400 that a request of the documented form can get, and why no schema says so
RULES = [(re.compile(pattern), reason) for pattern, reason in (
    ("cursor cannot be combined with page", "two parameters exclude each other"),
    ("page reaches beyond the first 100000 rows", "how far a page reaches depends on the limit, too"),
    ("search must be 3 to 200 characters long", "lengths are counted after trimming and normalization"),
    ("cursor is not one that this list", "a cursor is opaque: only the service makes valid ones"),
    (r"sort names \w+ twice", "no pattern that is readable says that a key occurs once"),
    ("sort must be a comma-separated list of createdAt, username,", "only admins sort users by what only they see"),
    ("email email or username must be given", "either of two fields is required"),
    (r"operations\[\d+\]\.(id|data|data\.title) ", "which fields an operation of a bulk takes depends on its kind"),
    ("expiresAt must be in the future", "the bounds move with the time"),
    (r"currentPassword (must be given|is not the current password)", "the current password depends on the state"),
    ("password must", "the rules for passwords are in words"),
    (r"\S+ must be an RFC 3339 date-time", "java.time has no offset beyond 18 hours and no leap second"),
    (r"\S+ must be at most \d+ characters long", "lengths are counted after normalization"),
    ("token is not valid", "a mailed token is opaque: only the service makes valid ones"),
)]
STATES = {412: "a precondition depends on the state", 422: "the key was used for another request before",
          413: "a body is limited to 1 MiB", 414: "a target is limited to 4 KiB",
          431: "the header fields together are limited to 8 KiB"}
EMAIL = re.compile(WORLD["email"])
OPTIONAL_BODIES = {"POST /api/v1/auth/logout", "DELETE /api/v1/users/{id}", "PATCH /api/v1/tasks/{id}/complete",
                   "PATCH /api/{user_id}/tasks/{id}/complete"}
SHARED = {"GET /api/v1/users/{id}": "a public profile is for every user",
          "GET /api/v1/posts/{id}": "a published post is for every user"}


def reason_for(failure, case, response):
    """Why it is no finding; None if it is one."""
    if failure.code == "ST402":
        return SHARED.get(case.operation.label)
    if failure.code == "ST202" and response.status_code in STATES:
        return STATES[response.status_code]
    if failure.code == "ST201" and response.status_code in STATES:
        return "it was refused, by another rule that is checked first"
    if failure.code == "ST201" and "the 'email' format" in failure.message and EMAIL.search(case.body["email"]):
        return "the pattern of an address is that of the HTML standard, which is wider than the tool's"
    if failure.code == "ST201" and case.body is None and case.operation.label in OPTIONAL_BODIES:
        return "generated clients send null for a body that may be left out"
    if failure.code == "ST201" and "/properties/role" in failure.message:
        return "what the caller may not set is ignored, right or wrong"
    if failure.code == "ST201" and "maxLength" in failure.message and any(map(shrinks, texts(case.body))):
        return "lengths are counted after normalization"
    if failure.code == "ST202" and response.status_code == 400:
        errors = [f"{error['field']} {error['message']}" for error in response.json().get("details", [])]
        reasons = [next((why for rule, why in RULES if rule.match(error)), None) for error in errors]
        return "; ".join(sorted(set(reasons))) if reasons and None not in reasons else None
    return None


def texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def shrinks(text):
    """When the service trims it, makes newlines of line ends and composes its characters."""
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()) < len(text)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    reason = reason_for(failure, case, response)
    if reason is None:
        return True
    with lock, open(os.environ["ATTACK_EXPLAINED"], "a", encoding="utf-8") as explained:
        for one in reason.split("; "):
            explained.write(one + "\n")
    return False


def kind(path):
    """Of what a path names the id: tasks, posts, users, tokens, sessions."""
    found = re.search(r"/([a-z]+)/\{id}", path)
    return found[1] if found else None


def is_uuid(value):
    try:
        return str(uuid.UUID(str(value))) == str(value).lower()
    except ValueError:
        return False


def choose(value, own, others):
    """In turn the caller's object, somebody else's, and the generated id, of which there is no object."""
    choices = [*own, *others, value]
    return choices[next(turn) % len(choices)] if is_uuid(value) else value


def stateful(case):
    return case.meta is not None and "stateful" in str(case.meta.phase.name).lower()


@schemathesis.hook
def before_call(context, case, kwargs):
    world = WORLD
    if world["identity"] == "fresh":
        world = fresh(case)
    if stateful(case):
        # Its ids come from earlier answers.
        return
    parameters = case.path_parameters or {}
    if "user_id" in parameters:
        parameters["user_id"] = choose(parameters["user_id"], world["own"]["users"] * 4, world["others"]["users"])
    if "id" in parameters:
        of = kind(case.operation.path)
        parameters["id"] = choose(parameters["id"], world["own"].get(of, []), world["others"].get(of, []))


def fresh(case):
    """An account and a session for this one request, which may end them."""
    name = f"x{time.time_ns()}{threading.get_ident() % 1000}"[:30]
    credentials = {"email": f"{name}@example.com", "password": PASSWORD}
    requests.post(f"{URL}/api/v1/auth/register", json={**credentials, "username": name}, timeout=30).raise_for_status()
    login = requests.post(f"{URL}/api/v1/auth/login", json=credentials, timeout=30).json()["data"]
    headers = {"Authorization": f"Bearer {login['access_token']}"}
    sessions = requests.get(f"{URL}/api/v1/auth/sessions", headers=headers, timeout=30).json()["data"]
    case.headers.update(headers)
    if case.operation.path.endswith("/refresh") and isinstance(case.body, dict) and "refresh_token" in case.body:
        case.body["refresh_token"] = login["refresh_token"]
    if case.operation.path.endswith("/login") and isinstance(case.body, dict) and "email" in case.body:
        case.body.update(credentials)
    return {**WORLD, "own": {"users": [login["user"]["id"]], "sessions": [sessions[0]["id"]]}}


@schemathesis.check
def nothing_of_others(ctx, response, case):
    """No answer shows what belongs to another user alone."""
    for secret in WORLD["secrets"]:
        assert secret not in response.text, f"{WORLD['identity']} was shown {secret}"
