"""What Stripe knows of the plan, brought here; and changing it there."""
