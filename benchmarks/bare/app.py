"""The measure for Faheng: a launcher like app.py, with warm imports and gc.freeze, and nothing else."""

import contextlib
import gc
import importlib
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Load what the page needs, then freeze, as faheng/server.py does."""
    for module in ("pandas", "plotly.graph_objects", "streamlit.elements.plotly_chart"):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(Path(__file__).with_name("page.py"), lifespan=lifespan)
