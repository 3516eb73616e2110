"""``python -m flake8_missing_import`` is the command ``fix-missing-imports``."""

from __future__ import annotations

import sys

from flake8_missing_import.fixer import main

sys.exit(main())
