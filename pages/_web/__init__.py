"""What stands between the network and the pages: gate, sign-in, headers, routes, start."""
