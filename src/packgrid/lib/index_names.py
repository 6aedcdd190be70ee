"""The names of package indexes in sentences. "" stands for the public index, any other name for a private one."""

PUBLIC = "PyPI"


def name_index(index_name: str) -> str:
    """Such as "PyPI" or "the index acme"."""
    return f"the index {index_name}" if index_name else PUBLIC


def name_project(project: str, index_name: str) -> str:
    """Such as "the PyPI project widgets" or "the project widgets of the index acme"."""
    return f"the project {project} of {name_index(index_name)}" if index_name else f"the {PUBLIC} project {project}"
