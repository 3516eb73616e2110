"""Make the pictures of the README from the real programs: flake8, python-lsp-server, Neovim.

Needs Neovim and tmux, and in the environment whose Python runs this rich and the extra
``[pylsp]``; run it where this repository is checked out::

    python docs/pictures/make.py
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURES = Path(__file__).parent
ROOT = PICTURES.parent.parent
EXAMPLE = "examples/websocket_auth.py"
BIN = Path(sys.executable).parent
WIDTH, HEIGHT = 132, 16
PATIENCE = 30
"""Seconds that a program may take to show what is waited for."""

# As rich's own, without the fonts that it would load from elsewhere.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
  <!-- Made by docs/pictures/make.py; do not edit. -->
  <style>
  .{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px;
    line-height: {line_height}px; font-variant-east-asian: full-width; }}
  .{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
  {styles}
  </style>
  <defs>
  <clipPath id="{unique_id}-clip-terminal">
    <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
  </clipPath>
  {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
  {backgrounds}
  <g class="{unique_id}-matrix">
  {matrix}
  </g>
  </g>
</svg>
"""

NEOVIM = """\
vim.o.number, vim.o.laststatus, vim.o.ruler, vim.o.showcmd = true, 0, false, false
vim.o.shortmess, vim.o.signcolumn = "aoOtTIcF", "no"
vim.diagnostic.config({ virtual_text = { prefix = "-" } })
local function attach()
  vim.lsp.buf_attach_client(0, vim.lsp.start_client({
  cmd = { PYTHON, "-m", "pylsp" },
  root_dir = ROOT,
  init_options = { pylsp = { plugins = {
    pycodestyle = { enabled = false }, pyflakes = { enabled = false },
    mccabe = { enabled = false } } } },
  }))
end
vim.api.nvim_create_autocmd("BufReadPost", { callback = attach })
"""


def picture(name: str, title: str, ansi: str) -> None:
    """Write what a terminal shows as an SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(ansi.rstrip("\n")), soft_wrap=False, no_wrap=True)
    svg = console.export_svg(title=title, code_format=SVG, unique_id=name)
    lines = (line.rstrip() for line in svg.splitlines())
    (PICTURES / f"{name}.svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


def terminal() -> None:
    """Show flake8 in a terminal."""
    command = "flake8 --select F821,MIS --show-source examples/"
    done = subprocess.run(
        [sys.executable, "-m", *command.split(), "--color=always"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    picture("terminal", "flake8 with flake8-missing-import", f"$ {command}\n{done.stdout}")


def quick_fix() -> None:
    """Show the menu of quick fixes that Neovim gets from python-lsp-server."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "init.lua")
        settings.write_text(
            NEOVIM.replace("PYTHON", json.dumps(sys.executable)).replace(
                "ROOT", json.dumps(str(ROOT))
            )
        )
        tmux = ["tmux", "-S", f"{folder}/socket"]

        def run(*arguments: str) -> str:
            return subprocess.run(
                [*tmux, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
            ).stdout

        def wait_for(text: str) -> str:
            until = time.monotonic() + PATIENCE
            while text not in (shown := run("capture-pane", "-p", "-e")):
                if time.monotonic() > until:
                    raise SystemExit(f"{text!r} is not shown:\n{shown}")
                time.sleep(0.2)
            return shown

        size = ["-x", str(WIDTH), "-y", str(HEIGHT)]
        run("new-session", "-d", *size, f"nvim -u {settings} +69 '+normal zz' {EXAMPLE}")
        try:
            wait_for("MIS001")
            run("send-keys", ":lua vim.lsp.buf.code_action()", "Enter")
            shown = wait_for("Add all missing imports")
        finally:
            run("kill-server")
    picture("quick-fix", "Neovim with python-lsp-server", shown)


if __name__ == "__main__":
    terminal()
    quick_fix()
