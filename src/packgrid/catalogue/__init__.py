"""Our truth: packages, their categories and releases, what sources said of them and what people decided."""
