"""Knowledge graphs from Chinese government and business news."""
