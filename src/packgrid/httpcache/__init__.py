"""The HTTP cache: cacheable answers, their tags and invalidation, and the WSGI layer that answers from memory."""
