"""Benchmarks: figures and ratios of one run, never assertions. ``make bench`` prints them all."""
