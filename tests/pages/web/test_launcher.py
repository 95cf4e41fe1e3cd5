"""make run: one line, kept data, and a kind word when the port is taken."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from pages._web.one_core import cores_in_use, quick
from tests.portal_server import LEAD, ROOT, Portal


def test_one_line_is_printed_and_its_link_opens_the_portal(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    try:
        portal.start()
        assert re.fullmatch(rf"{portal.url}/sign-in\?token=[\w-]{{43}}", portal.first_line)
        assert portal.follow(portal.first_line).status_code == 303
        assert portal.stop() == ""
    finally:
        portal.close()


def test_a_second_start_keeps_the_data_and_the_sign_in(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    try:
        portal.start()
        cookies = portal.cookies()
        portal.stop()
        portal.start()
        assert httpx.get(f"{portal.url}/general", cookies=cookies).status_code == 200
        assert "Traceback" not in portal.errors()
    finally:
        portal.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process can be kept on a core")
class TestOneCore:
    def test_ports_in_a_row_are_cores_in_a_row(self, tmp_path: Path) -> None:
        cores = quick(cores_in_use())
        for place in range(2):
            (folder := tmp_path / str(place)).mkdir()
            portal = Portal(folder)
            try:
                portal.start()
                mine = cores[portal.port % len(cores)]
                assert cores_of_threads(portal) == {str(mine)}
            finally:
                portal.close()
            assert f'"cores": [{mine}]}}' in portal.log.read_text(encoding="utf-8")

    def test_it_can_be_left_to_the_system(self, tmp_path: Path) -> None:
        portal = Portal(tmp_path, PORTAL_ONE_CORE="false")
        try:
            portal.start()
            assert portal.process is not None
            assert os.sched_getaffinity(portal.process.pid) == os.sched_getaffinity(0)
        finally:
            portal.close()

    def test_slow_cores_are_left_out(self, tmp_path: Path) -> None:
        for core, clock in enumerate((4_700_000, 4_800_000, 3_500_000, 3_500_000)):
            (tmp_path / f"{core}").write_text(f"{clock}\n")
        assert quick([0, 1, 2, 3], f"{tmp_path}/{{}}") == [0, 1]
        assert quick([2, 3], f"{tmp_path}/{{}}") == [2, 3]
        assert quick([3, 4], f"{tmp_path}/{{}}") == [3, 4], "of one of them nothing is said"


def cores_of_threads(portal: Portal) -> set[str]:
    assert portal.process is not None
    states = [path.read_text() for path in Path(f"/proc/{portal.process.pid}/task").glob("*/status")]
    assert len(states) > 1
    return {re.findall(r"Cpus_allowed_list:\t(.*)", state)[0] for state in states}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_store_is_open_to_no_other_account(tmp_path: Path) -> None:
    def modes() -> set[str]:
        return {oct(path.stat().st_mode & 0o777) for path in tmp_path.glob("portal.sqlite*")}

    portal = Portal(tmp_path)
    before = os.umask(0o022)
    try:
        portal.start()
        assert modes() == {"0o600"}
        portal.stop()
        for path in tmp_path.glob("portal.sqlite*"):
            path.chmod(0o644)  # as it was made once
        portal.start()
        assert modes() == {"0o600"}
    finally:
        os.umask(before)
        portal.close()


def test_a_taken_port_is_said_kindly(portal: Portal) -> None:
    second = python("-m", "pages._web", portal=portal)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.strip() == (
        f"Something else already uses port {portal.port}, perhaps this portal. "
        f"To use another: PORTAL_PORT={portal.port + 1} make run"
    )


def test_settings_that_would_not_work_are_said_kindly(tmp_path: Path) -> None:
    wrong = Portal(tmp_path, SMTP_HOST="mail.trust.example", SMTP_PASSWORD="hidden")
    started = python("-m", "pages._web", portal=wrong)
    wrong.close()
    assert (started.returncode, started.stdout) == (1, "")
    assert started.stderr == "SMTP_HOST and OIDC_METADATA_URL need PORTAL_URL, the address that people open\n"


def test_a_link_from_the_command_line(portal: Portal) -> None:
    made = python("-m", "plan_store", "sign-in-link", LEAD, portal=portal)
    assert portal.follow(made.stdout.strip()).status_code == 303
    unknown = python("-m", "plan_store", "sign-in-link", "nobody@northdale.example", portal=portal)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr.strip() == "Nobody here has the email address nobody@northdale.example."


def python(*words: str, portal: Portal) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **portal.environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
