import logging


def drop_traceback(record: logging.LogRecord) -> bool:
    """Log an answer of 400 to 499 without its traceback: the fault is in the request, and a scanner sends many."""
    status = getattr(record, "status_code", None)
    if isinstance(status, int) and 400 <= status < 500:  # noqa: PLR2004 the range that HTTP calls client errors
        record.exc_info = record.exc_text = None
    return True
