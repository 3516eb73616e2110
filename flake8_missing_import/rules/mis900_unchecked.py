"""MIS900: the plugin could not check the file; please report it.

## What it finds

An error of this plugin, or a file that is nested too deeply for pyflakes. The message ends in
the exception: `this file could not be checked: RecursionError: 'maximum recursion depth
exceeded'`.

## Why it matters

An exception in a plugin would end the whole run of flake8, and no other file would be checked. So
it becomes a finding, at the first line of the file: the file may still lack imports.

## Fix

Unless the exception is a RecursionError, report it with the file, or with as much of it as still
shows the error, and with the output of `flake8 --version`.

## When it is silent

The file was checked completely.
"""

from __future__ import annotations

CODE = "MIS900"
