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

// withDetails puts what support needs to know of a refusal behind its
// sentence.
func withDetails(sentence string, err error) string {
	if d := api.Details(err); d != "" {
		return sentence + " [" + d + "]"
	}
	return sentence
}
