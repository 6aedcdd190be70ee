import pytest

from packgrid.lib.licenses import find_license

BSD, MIT, OSI = "License :: OSI Approved :: BSD License", "License :: OSI Approved :: MIT License", "OSI Approved"


@pytest.mark.parametrize(
    ("expression", "text", "classifiers", "license_"),
    [
        ("mit or apache-2.0", None, [], "MIT OR Apache-2.0"),
        ("BSD-3-Clause", "whatever", [MIT], "BSD-3-Clause"),
        ("no expression", None, [MIT], "MIT"),
        (None, None, [MIT], "MIT"),
        (None, None, [BSD], "BSD"),
        (None, "BSD-3-Clause", [BSD], "BSD-3-Clause"),
        (None, "BSD", [BSD], "BSD"),
        (None, None, [BSD, MIT], "BSD/MIT"),
        (None, None, [MIT, MIT], "MIT"),
        (None, "MIT License", [], "MIT"),
        (None, "Apache 2.0", [], "Apache-2.0"),
        (None, "Beerware", [], "Beerware"),
        (None, "Copyright (c)\nAll rights", [], "Custom"),
        (None, "x" * 41, [], "Custom"),
        (None, None, ["License :: Other/Proprietary License"], "Other/Proprietary"),
        (None, None, ["License :: OSI Approved"], None),
        (None, "UNKNOWN", [], None),
        (None, "", [], None),
        (None, None, [], None),
    ],
)
def test_the_licence_is_told_by_the_best_that_the_project_says(expression, text, classifiers, license_):
    assert find_license(expression=expression, text=text, classifiers=classifiers) == license_
