"""Notebooks and documents, as nbqa and doccmd hand them over; `.ci/plugins` runs both."""

from __future__ import annotations

import pytest

from flake8_missing_import import ImportStatement, apply, find_missing_imports

CELL = "# %%NBQA-CELL-SEP1a2b3c\n"


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        pytest.param(
            ["import os\n\nos\n", "time.time()\n"],
            "add 'import time' on line 2 of cell 1",
            id="where-the-imports-are",
        ),
        pytest.param(
            ["x = 1\ntime.time()\n"], "add 'import time' on line 1 of cell 1", id="no-imports"
        ),
        pytest.param(
            ["x = 1\n", "import os\n", "time.time(), os\n"],
            "add 'import time' on line 2 of cell 2",
            id="not-the-first-cell",
        ),
        pytest.param(
            ["from typing import Any\n\n\n\n", "x: Optional[Any]\n"],
            "change line 1 of cell 1 to 'from typing import Any, Optional'",
            id="joined",
        ),
        pytest.param(
            ["import os\nos\n", "def f():\n    import time\n", "time.time()\n"],
            "'time' is imported only inside 'f' (line 2 of cell 2): "
            "add 'import time' on line 2 of cell 1",
            id="imported-elsewhere",
        ),
        pytest.param(
            ['"""Two\nlines"""; print(time.time())\n'],
            "add 'import time' (no import can go above the code on line 1 of cell 1)",
            id="no-place",
        ),
        pytest.param(
            [
                "import os\nfrom typing import TYPE_CHECKING\n",
                "if TYPE_CHECKING and os.name == 'line 2':\n    import time\n",
                "time.time()\n",
            ],
            "'time' is imported only under 'TYPE_CHECKING and os.name == 'line 2'' "
            "(line 2 of cell 2): move 'import time' to line 2 of cell 1",
            id="quoted-code",
        ),
        pytest.param(
            ["import time\n\ndel time\n", "time.time()\n"],
            "'time' is deleted above its use (line 3 of cell 1): remove that 'del'",
            id="no-import-to-add",
        ),
    ],
)
def test_lines_are_those_of_the_cells(cells: list[str], place: str) -> None:
    source = "".join(CELL + cell + "\n\n\n" for cell in cells).rstrip() + "\n"
    (finding,) = find_missing_imports(source)
    assert place in finding.message


def test_lines_of_other_scripts_are_their_own() -> None:
    (finding,) = find_missing_imports("# %%\nimport os\n\n# %%\ntime.time(), os\n")
    assert "on line 3" in finding.message
    assert "cell" not in finding.message


@pytest.mark.parametrize("blank", [1, 2, 3, 40])
@pytest.mark.parametrize(
    ("block", "line", "after"),
    [
        pytest.param("time.time()\n", 1, "import time\n\ntime.time()\n", id="no-imports"),
        pytest.param(
            "def f(): time.time()\n", 1, "import time\n\n\ndef f(): time.time()\n", id="definition"
        ),
        pytest.param(
            "import os\n\nos, time.time()\n",
            2,
            "import os\nimport time\n\nos, time.time()\n",
            id="imports",
        ),
        pytest.param(
            '"""Doc."""\n\nx = time.time()\n',
            3,
            '"""Doc."""\n\nimport time\n\nx = time.time()\n',
            id="docstring",
        ),
        pytest.param(
            "# A comment.\ntime.time()\n",
            1,
            "import time\n\n# A comment.\ntime.time()\n",
            id="comment",
        ),
    ],
)
def test_a_block_of_a_document_keeps_its_lines(
    blank: int, block: str, line: int, after: str
) -> None:
    """doccmd has as many blank lines above a block as the document has lines there."""
    padding = "\n" * blank
    (finding,) = find_missing_imports(padding + block)
    assert f"on line {blank + line}" in finding.message
    assert apply(padding + block, finding) == padding + after


@pytest.mark.parametrize(
    ("magic", "other"),
    [
        pytest.param("# MAGIC %run ./common", "# MAGIC %sh ./common", id="databricks"),
        pytest.param("# %run ./setup.py", "# %cd ./setup.py", id="jupytext"),
        pytest.param("# %pylab inline", "# %matplotlib inline", id="pylab"),
        pytest.param("if x:\n    # %run a.py\n    pass", "# 5 %run", id="indented"),
        pytest.param(
            "def f():\n    pass\n    # %run a.py",
            "def f():\n    # %run a.py\n    pass",
            id="comment",
        ),
        pytest.param(
            "get_ipython().run_line_magic('run', 'setup.py')",
            "get_ipython().run_line_magic('cd', 'run')",
            id="nbconvert",
        ),
        pytest.param(
            "get_ipython().run_cell_magic('time', '', 'import time')",
            "get_ipython().run_cell_magic('timeit', '', 'import time')",
            id="cell",
        ),
        pytest.param(
            "get_ipython().magic('pylab')", "get_ipython().magic('matplotlib')", id="old-pylab"
        ),
        pytest.param("ip.magic('%run x.py')", "ip.magic('%runs x.py')", id="old-run"),
        pytest.param(
            "def f():\n    get_ipython().run_line_magic('run', 'a.py')",
            "def f():\n    shell.run_line_magic('run', 'a.py')",
            id="another-shell-in-a-function",
        ),
        pytest.param(
            "get_ipython().push({'time': 1})", "get_ipython().pull({'time': 1})", id="pushed"
        ),
        pytest.param(
            "get_ipython().run_cell('import time')",
            "get_ipython().last_cell('import time')",
            id="run-cell",
        ),
        pytest.param(
            "ip = get_ipython()\nip.ex('import time')",
            "ip = get_ipython()\nip.ev('import time')",
            id="executed",
        ),
        pytest.param(
            "get_ipython().user_ns['time'] = 1", "get_ipython().user_ns['os'] = 1", id="namespace"
        ),
        pytest.param(
            "get_ipython().user_global_ns.update(time=1)",
            "self.shell.user_global_ns.update(time=1)",
            id="global-namespace",
        ),
    ],
)
def test_names_that_a_notebook_has_from_elsewhere(magic: str, other: str) -> None:
    source = f"# Databricks notebook source\n{magic}\n# COMMAND ----------\nprint(time.time())\n"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace(magic, other))) == 1


DATABRICKS = "# Databricks notebook source\n"


@pytest.mark.parametrize(
    ("head", "name", "is_given"),
    [
        pytest.param(DATABRICKS, "spark", True, id="spark"),
        pytest.param(DATABRICKS, "dbutils", True, id="dbutils"),
        pytest.param(DATABRICKS, "display", True, id="display"),
        pytest.param(DATABRICKS, "np", False, id="another-name"),
        pytest.param("# A Databricks notebook source\n", "spark", False, id="another-comment"),
        pytest.param(f"x = 1\n{DATABRICKS}", "spark", False, id="not-the-first-line"),
        pytest.param("# %%\n", "display", True, id="percent"),
        pytest.param("x = 1\n# %%\n", "get_ipython", True, id="percent-below"),
        pytest.param("# In[1]:\n", "display", True, id="nbconvert"),
        pytest.param(CELL, "display", True, id="nbqa"),
        pytest.param("# ---\n# jupyter:\n#   jupytext:\n# ---\n", "display", True, id="jupytext"),
        pytest.param("# %%\n", "spark", False, id="not-databricks"),
        pytest.param("# jupyter: no\n", "display", False, id="no-notebook"),
    ],
)
def test_names_that_a_notebook_has_from_what_runs_it(head: str, name: str, is_given: bool) -> None:
    configured = {name: ImportStatement("app", name)}
    found = find_missing_imports(f"{head}y = {name}.x\n", configured=configured)
    assert len(found) == (not is_given)
