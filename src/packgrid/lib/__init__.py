"""Plain Python: no Django, nothing of this product."""
