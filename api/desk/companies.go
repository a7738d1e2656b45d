package desk

import (
	"context"
	"errors"
	"fmt"

	"parley/api"
)

// Companies asks Intercom which companies a contact belongs to, the first page
// of them. Their names are kept for the search. A contact that was deleted has
// none.
func (d *Desk) Companies(ctx context.Context, contact api.ID) ([]api.Company, error) {
	page, err := d.client.Contacts.Companies(ctx, contact, nil)
	d.setOnline(err)
	gone := errors.Is(err, api.ErrNotFound) || errors.Is(err, api.ErrGone)
	if err != nil && !gone {
		return nil, fmt.Errorf("read the companies of contact %s: %w", contact, err)
	}
	names := make([]string, len(page.Items))
	for i, c := range page.Items {
		names[i] = c.Name
	}
	_ = d.disk(d.store.PutCompanies(ctx, contact, names)) // said in the status; whoever asks has the answer
	return page.Items, nil
}
