"""What the site costs to make, as ratios within one run: machines are noisy, so nothing here is asserted."""
