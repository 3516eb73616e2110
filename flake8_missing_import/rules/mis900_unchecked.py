"""MIS900: the plugin could not check the file; please report it.

## What it finds

An error of this plugin. The message ends in the exception: `this file could not be checked:
KeyError: "'time'"`. Code that is nested too deeply for pyflakes ends flake8 itself, with or without
this plugin; where it is nested nearly as deeply, or flake8 runs without its own pyflakes, it
becomes a finding, with a RecursionError.

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
