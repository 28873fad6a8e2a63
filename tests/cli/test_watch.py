"""`milepost watch` as a person uses it: save, read, save again, Ctrl-C."""

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

GOOD = """\
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
"""
PATIENCE = 60


class Watch:
    """A running watch whose lines are read as they come."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "milepost", "watch", "--every", "0.1", str(folder)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words: str) -> str:
        """Return what was said until some words come."""
        said = ""
        ends = time.monotonic() + PATIENCE
        while words not in said:
            try:
                said += self.lines.get(timeout=max(0.1, ends - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"`{words}` was never said, but:\n{said}")
        return said


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "milepost.toml").write_text('name = "desk"\n')
    (tmp_path / "support.sla").write_text(GOOD)
    return tmp_path


@pytest.fixture
def watch(project: Path) -> Iterator[Watch]:
    running = Watch(project)
    yield running
    running.process.kill()
    running.process.wait()
    running.reader.join()
    assert running.process.stdout is not None
    running.process.stdout.close()


def test_what_is_saved_is_checked_and_ctrl_c_ends_it(project: Path, watch: Watch) -> None:
    watch.wait_for("1 file, no findings")
    (project / "support.sla").write_text(GOOD.replace("4h", "0h"))
    watch.wait_for("error[P201]")
    (project / "support.sla").write_text(GOOD)
    watch.wait_for("no findings")
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(timeout=PATIENCE) == 0


def test_trouble_does_not_end_it(project: Path, watch: Watch) -> None:
    watch.wait_for("no findings")
    (project / "milepost.toml").write_text("name = \n")
    watch.wait_for("milepost.toml")
    (project / "milepost.toml").write_text('name = "desk"\n')
    watch.wait_for("no findings")
    (project / "more.sla").write_text("calendar {")
    watch.wait_for("more.sla")
    (project / "more.sla").unlink()
    watch.wait_for("1 file, no findings")
    assert watch.process.poll() is None
