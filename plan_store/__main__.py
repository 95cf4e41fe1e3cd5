"""python -m plan_store VERB: what whoever looks after the portal does with its store."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from plan_store.backup import NotDone, back_up
from plan_store.checking import check_store
from plan_store.preparation import prepare, sign_in_link
from plan_store.restoring import restore
from plan_store.sign_in import NoSuchUser
from plan_store.unavailable import StoreUnavailable


def main() -> int:
    asked = _parser().parse_args()
    try:
        words, done = asked.do(asked)
    except (NoSuchUser, NotDone, StoreUnavailable) as refusal:
        words, done = str(refusal), False
    if words:
        print(words, file=sys.stdout if done else sys.stderr)
    return 0 if done else 1


Done = tuple[str, bool]  # what to say, and whether it was done


def _prepare(_asked: argparse.Namespace) -> Done:
    prepare()
    return "", True


def _sign_in_link(asked: argparse.Namespace) -> Done:
    return sign_in_link(asked.email), True


def _back_up(asked: argparse.Namespace) -> Done:
    return back_up(asked.file), True


def _restore(asked: argparse.Namespace) -> Done:
    return restore(asked.file), True


def _check(_asked: argparse.Namespace) -> Done:
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
    copy = verb("backup", "copy the whole store into one file, while the portal runs", _back_up)
    copy.add_argument("file", type=Path, help="the file to write; one that is there is replaced once the copy is whole")
    back = verb("restore", "put a backup in the store’s place, with the portal stopped", _restore)
    back.add_argument("file", type=Path, help="a file that backup made")
    verb("check", "look whether everything in the store is whole", _check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
