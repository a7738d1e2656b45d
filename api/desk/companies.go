package desk

import (
	"context"
	"errors"
	"fmt"

	"parley/api"
)

// Companies asks Intercom which companies a contact belongs to, the first page
// of them. They are not kept. A contact that was deleted has none.
func (d *Desk) Companies(ctx context.Context, contact api.ID) ([]api.Company, error) {
	page, err := d.client.Contacts.Companies(ctx, contact, nil)
	d.setOnline(err)
	switch {
	case errors.Is(err, api.ErrNotFound), errors.Is(err, api.ErrGone):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the companies of contact %s: %w", contact, err)
	default:
		return page.Items, nil
	}
}
