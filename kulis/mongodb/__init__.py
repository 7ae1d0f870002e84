"""The store on a MongoDB server, which several workers share. It is imported only where it is asked for."""
