package main

// scenes are the pictures of the README, in its order.
func scenes() []Scene { return nil }
