"""What is concluded of packages: rules over evidence, percentiles, proposals, and what is stored of them."""
