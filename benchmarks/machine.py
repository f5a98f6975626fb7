"""The machine that something was measured on, in words."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil


def cpu_name() -> str:
    """What the processor calls itself."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def system_name() -> str:
    """The system and its kernel."""
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, kernel {platform.release()}"
    except OSError:
        return platform.platform()


def machine_words() -> str:
    """`Intel …, 2 cores, 24 GB; Debian …; load average 1.5.` for one section measured alone."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else psutil.getloadavg()[0]
    return f"{cpu_name()}, {os.cpu_count()} cores, {memory:.0f} GB; {system_name()}; load average {load:.1f}."
