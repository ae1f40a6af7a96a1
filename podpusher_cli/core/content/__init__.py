"""What may not be said in a listing: claims that no fact supports, other people's names, policy, instructions in disguise."""
