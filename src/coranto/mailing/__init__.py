"""Who gets the newsletter, and how it reaches them: sign-up, lists that are brought, the ledger, servers, bounces."""
