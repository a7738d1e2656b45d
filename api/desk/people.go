package desk

import (
	"context"
	"crypto/rand"
)

// Person is somebody, or a company, whom the workspace knows. What is empty is
// not known.
type Person struct {
	Name       string
	Email      string
	Phone      string
	ExternalID string
	Company    bool
}

// People returns everybody who is held locally: contacts that were read, and
// who wrote. It asks nobody. Presenter mode has to know them.
func (d *Desk) People(ctx context.Context) ([]Person, error) {
	rows, err := d.store.People(ctx)
	if err = d.disk(err); err != nil {
		return nil, err
	}
	out := make([]Person, len(rows))
	for i, r := range rows {
		out[i] = Person{Name: r.Name, Email: r.Email, Phone: r.Phone, ExternalID: r.ExternalID, Company: r.Company}
	}
	return out, nil
}

// maskKeySize is how many bytes make the pseudonyms of presenter mode.
const maskKeySize = 32

// MaskKey returns the key of the pseudonyms of presenter mode. It is made at
// random the first time, and kept with the drafts of this profile.
func (d *Desk) MaskKey(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, maskKeySize)
	_, _ = rand.Read(fresh) // it never fails
	key, err := d.lead().store.KeepMeta(ctx, "mask-key", fresh)
	return key, d.disk(err)
}
