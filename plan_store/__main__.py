"""python -m plan_store VERB: what whoever looks after the portal does with its store."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from plan_store.backup import NotDone, back_up
from plan_store.base import NotFound
from plan_store.bringing_in import NotAProgramme
from plan_store.by_hand import export_to, import_from
from plan_store.checking import check_store
from plan_store.members import MemberRefused
from plan_store.organisations import NoSuchTrust, TrustClosed
from plan_store.permissions import Role
from plan_store.preparation import invite_first, prepare, sign_in_link
from plan_store.restoring import restore
from plan_store.sign_in import NoSuchUser
from plan_store.store import PRIVATE, MadeByNewerPortal, NotPrepared, require_prepared
from plan_store.unavailable import StoreUnavailable

REFUSALS = (
    MadeByNewerPortal,
    MemberRefused,
    NoSuchTrust,
    NoSuchUser,
    NotDone,
    NotFound,
    NotAProgramme,
    NotPrepared,
    StoreUnavailable,
    TrustClosed,
    OSError,
)


def main(typed: list[str] | None = None) -> int:
    asked = _parser().parse_args(typed)
    try:
        words, done = asked.do(asked)
    except REFUSALS as refusal:
        words, done = str(refusal), False
    if words:
        print(words, file=sys.stdout if done else sys.stderr)
    return 0 if done else 1


Done = tuple[str, bool]  # what to say, and whether it was done


def _prepare(_asked: argparse.Namespace) -> Done:
    prepare()
    return "", True


def _sign_in_link(asked: argparse.Namespace) -> Done:
    require_prepared()
    return sign_in_link(asked.email), True


def _invite(asked: argparse.Namespace) -> Done:
    return invite_first(asked.email, asked.name, asked.organisation, asked.role), True


def _role(typed: str) -> Role:
    try:
        return Role(typed.lower().replace("-", " ").replace("_", " "))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is no role; there are {', '.join(Role)}") from None


def _back_up(asked: argparse.Namespace) -> Done:
    return back_up(asked.file), True


def _restore(asked: argparse.Namespace) -> Done:
    return restore(asked.file), True


def _export(asked: argparse.Namespace) -> Done:
    require_prepared()
    return export_to(asked.file, asked.programme), True


def _import(asked: argparse.Namespace) -> Done:
    return import_from(asked.file, asked.organisation), True


def _check(_asked: argparse.Namespace) -> Done:
    require_prepared()
    found = check_store()
    print(*found, sep="\n")
    return "", not any(finding.faults for finding in found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plan_store", description="Look after the portal’s store.")
    verbs = parser.add_subparsers(dest="verb", required=True)

    def verb(name: str, words: str, do: Callable[[argparse.Namespace], Done]) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=words)
        made.set_defaults(do=do)
        return made

    verb("prepare", "bring the schema up to date and fill an empty store for demonstration", _prepare)
    link = verb("sign-in-link", "print a one-time sign-in link", _sign_in_link)
    link.add_argument("email", help="the email address of somebody in the store")
    invite = verb("invite", "let somebody in, such as a trust’s first administrator", _invite)
    invite.add_argument("email")
    invite.add_argument("name", help="a name or a role, as others will see it")
    invite.add_argument("organisation", help="the ODS code of a trust, such as RA7, or of a region, such as Y62")
    invite.add_argument("role", type=_role, help=", ".join(Role))
    copy = verb("backup", "copy the whole store into one file, while the portal runs", _back_up)
    copy.add_argument("file", type=Path, help="the file to write; one that is there is replaced once the copy is whole")
    back = verb("restore", "put a backup in the store’s place, with the portal stopped", _restore)
    back.add_argument("file", type=Path, help="a file that backup made")
    out = verb("export", "write a programme, its data and its history into a file", _export)
    out.add_argument("programme", help="the programme’s id, as in its address")
    out.add_argument("file", type=Path)
    brought = verb("import", "bring a programme in from a file", _import)
    brought.add_argument("file", type=Path)
    brought.add_argument("organisation", help="the ODS code of the trust that it will be in")
    verb("check", "look whether everything in the store is whole", _check)
    return parser


if __name__ == "__main__":
    os.umask(PRIVATE)
    sys.exit(main())
