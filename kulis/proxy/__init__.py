"""The stand-in proxy: before a real backend, it holds both directions to the contract."""
