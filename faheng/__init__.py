"""Faheng (法衡): rule-of-law indicators of a city and its counties, from the sender's sheet to the leader's screen."""
