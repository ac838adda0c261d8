"""Logs: one line of JSON for each event, with identifiers only."""

import json
import logging
from datetime import UTC, datetime


class LineFormatter(logging.Formatter):
    """Writes a record as one JSON line: time, level, logger, event, and the fields passed in `extra={"fields": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
