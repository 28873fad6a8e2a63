"""Run every benchmark of this folder, one after another: `make bench`."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = ("check.py", "hook.py", "syntax.py", "clock.py", "runtime.py")


def main() -> None:
    """Run the benchmarks that are here."""
    for name in BENCHMARKS:
        script = Path(__file__).with_name(name)
        if script.exists():
            print(f"\n== {name}", flush=True)
            subprocess.run([sys.executable, str(script)], check=True)


if __name__ == "__main__":
    main()
