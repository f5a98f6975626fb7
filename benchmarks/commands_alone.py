"""The part of the server that takes commands, without Streamlit: opened, filled and written as `python -m faheng serve` does.

It starts in a second where the whole server takes four, so that a test run can kill it often.
"""

from __future__ import annotations

import threading

from faheng.commands import listen_for_commands
from faheng.preparation import open_once
from faheng.settings import settings_from_environment

if __name__ == "__main__":
    listen_for_commands(open_once(settings_from_environment()))
    threading.Event().wait()
