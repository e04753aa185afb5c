"""Every notebook runs from top to bottom on a fresh run, and is kept without what it printed."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


@each_notebook
def test_a_notebook_is_kept_without_outputs(file: Path) -> None:
    for cell in nbformat.read(file, as_version=4).cells:
        assert not cell.get("outputs"), "clear the outputs before saving"
        assert cell.get("execution_count") is None


@each_notebook
def test_a_notebook_runs(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the Python of the tests, on a run that it has to make itself."""
    monkeypatch.setenv("VOC_RUN", str(tmp_path / "run"))
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    notebook = nbformat.read(file, as_version=4)
    resources = {"metadata": {"path": os.fspath(file.parent)}}
    done = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    code = [cell for cell in done.cells if cell.cell_type == "code" and cell.source]
    assert all(cell.outputs for cell in code), "every cell shows something"
