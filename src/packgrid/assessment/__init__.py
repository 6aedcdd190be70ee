"""Assessments of packages: rules over evidence, percentiles, proposals, and their storage."""
