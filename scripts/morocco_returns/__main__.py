"""Entry point of the command line, which says what to install where only pandas is there."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``morocco-returns``; without the libraries of the extra [curate] say how to get them."""
    try:
        from morocco_returns.cli import main as run
    except ModuleNotFoundError as error:
        missing = f"morocco-returns: the command line needs {error.name}"
        sys.exit(f"{missing}; pip install 'morocco-returns[curate]' brings it (loading needs pandas alone)")
    run()


if __name__ == "__main__":
    main()
