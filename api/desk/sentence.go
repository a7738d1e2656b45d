package desk

import (
	"parley/api"
	"parley/api/store"
)

// Sentence says an error of the desk to a person, with the next step: one of
// the local database as well as one of Intercom. It is "" for nil.
func Sentence(err error) string {
	if store.Trouble(err) {
		return store.Sentence(err)
	}
	return api.Sentence(err)
}
