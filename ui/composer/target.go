package composer

import "parley/api"

// Person is somebody on whose behalf a reply can be written.
type Person struct {
	ID    api.ID
	Label string
	Email string
}

// Target is the conversation that a reply is for.
type Target struct {
	ID      api.ID
	Channel string // of the source, in the API's word
	People  []Person
	Me      string // who acts
	Closed  bool

	Teammates      []string // their names, for warnings
	OtherCustomers []string // names and addresses of other conversations' contacts, for warnings
}
