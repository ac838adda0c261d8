#!/usr/bin/env python
"""Traverse's command line. Works with no environment: local settings, SQLite, one process."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings.local")
    execute_from_command_line(sys.argv)
