package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"parley/api"
)

// The keys of what is kept between starts.
const (
	metaIdentity  = "identity"
	metaDirectory = "directory"
	metaSync      = "sync"
)

// recallDirectory reads what was known at the last start.
func (d *Desk) recallDirectory(ctx context.Context) {
	var id Identity
	if d.recallMeta(ctx, metaIdentity, &id) && id.Known && (d.o.AdminID == "" || d.o.AdminID == id.Admin.ID) {
		d.s.identity, d.s.admin = id, id.Admin.ID
	}
	if d.o.AdminID != "" {
		d.s.admin = d.o.AdminID
	}
	if d.o.Team != nil {
		d.takeNames()
		return
	}
	d.recallMeta(ctx, metaDirectory, &d.s.directory)
}

func (d *Desk) recallMeta(ctx context.Context, key string, into any) bool {
	b, err := d.store.Meta(ctx, key)
	if d.disk(err) != nil || b == nil {
		return false
	}
	return json.Unmarshal(b, into) == nil
}

func (d *Desk) saveMeta(ctx context.Context, key string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		d.log.Error("not kept", "key", key, "error", err)
		return
	}
	_ = d.disk(d.store.SetMeta(ctx, key, b)) // said in the status; read again at the next start
}

// identify asks who acts.
func (d *Desk) identify(ctx context.Context) error {
	if d.o.Team != nil {
		if err := d.o.Team.identify(ctx); err != nil {
			return err
		}
		return d.takePlace(ctx)
	}
	me, err := d.client.Me.Get(ctx)
	d.setOnline(err)
	if err != nil {
		return err
	}
	id := Identity{Admin: *me, Known: true}
	if me.App != nil {
		id.App = *me.App
	}
	id.Admin.App = nil
	if err := d.claim(ctx, id.App); err != nil {
		return err
	}
	if d.o.AdminID != "" && d.o.AdminID != me.ID {
		other, err := d.client.Admins.Get(ctx, d.o.AdminID)
		if err != nil {
			d.setOnline(err)
			return err
		}
		id.Admin = *other
	}
	d.mu.Lock()
	old := d.s.identity
	d.s.identity, d.s.admin = id, id.Admin.ID
	if !id.Admin.HasInboxSeat && !old.Admin.HasInboxSeat && id.Admin.Email != "" {
		d.warn(id.Admin.Name + " has no inbox seat according to Intercom: replies and actions may be refused.")
	}
	if w := d.client.Version().Warning(); w != "" {
		d.warn(w)
	}
	d.mu.Unlock()
	if old.Known && old.App.IDCode != id.App.IDCode {
		if err := d.disk(d.store.ResetCache(ctx)); err != nil {
			return err
		}
		d.forgetSync()
	}
	d.sender.confirm()
	d.saveMeta(ctx, metaIdentity, id)
	d.tell(StatusChanged{})
	d.sender.poke()
	return nil
}

// confirmIdentity asks who acts unless that was done since the program began:
// the token may be another workspace's than at the last start.
func (d *Desk) confirmIdentity(ctx context.Context) error {
	if d.sender.isConfirmed() {
		return nil
	}
	if d.o.Team != nil {
		if err := d.o.Team.confirmIdentity(ctx); err != nil {
			return err
		}
		return d.takePlace(ctx)
	}
	return d.identify(ctx)
}

// claim makes sure that what is held and what the token opens are of one
// workspace.
func (d *Desk) claim(ctx context.Context, app api.App) error {
	if app.IDCode == "" {
		return nil
	}
	mine, err := d.store.ClaimWorkspace(ctx, app.IDCode)
	if d.disk(err) != nil {
		return err
	}
	var foreign error
	if !mine {
		foreign = fmt.Errorf("%w, %s, than the drafts and replies in %s; use another profile for it, or the first token",
			ErrOtherWorkspace, app.Name, d.store.Dir())
	}
	d.mu.Lock()
	d.s.foreign = foreign
	d.mu.Unlock()
	return foreign
}

// foreign returns why nothing may be read, nil when it may.
func (d *Desk) foreign() error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.s.foreign
}

// warn adds a sentence to be said once; the caller holds d.mu.
func (d *Desk) warn(sentence string) {
	if !slices.Contains(d.s.warnings, sentence) {
		d.s.warnings = append(slices.Clone(d.s.warnings), sentence)
	}
}

// readDirectory asks for the names. A list that the token may not read is
// left as it was.
func (d *Desk) readDirectory(ctx context.Context) error {
	dir := d.Directory()
	before := encode(dir)
	var errs []error
	if admins, err := d.client.Admins.List(ctx); err == nil {
		dir.Admins = admins
	} else {
		errs = append(errs, err)
	}
	if teams, err := d.client.Teams.List(ctx); err == nil {
		dir.Teams = teams
	} else {
		errs = append(errs, err)
	}
	if tags, err := d.client.Tags.List(ctx); err == nil {
		dir.Tags = tags
	} else {
		errs = append(errs, err)
	}
	d.mu.Lock()
	d.s.directory = dir
	if d.s.identity.Known {
		// The list knows of the inbox seat, which /me may not say.
		if i := slices.IndexFunc(dir.Admins, func(a api.Admin) bool { return a.ID == d.s.identity.Admin.ID }); i >= 0 {
			d.s.identity.Admin = dir.Admins[i]
		}
	}
	d.mu.Unlock()
	views := d.listViews()
	d.mu.Lock()
	d.s.views = views
	d.mu.Unlock()
	if !bytes.Equal(encode(dir), before) {
		d.saveMeta(ctx, metaDirectory, dir)
		d.spreadNames()
		d.tell(ListChanged{}, StatusChanged{})
		d.countSoon()
	}
	return errors.Join(errs...)
}

func (d *Desk) adminID() api.ID {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.s.admin
}

// CreateTag makes a tag, or finds it by name, and
// adds it to the directory.
func (d *Desk) CreateTag(ctx context.Context, name string) (api.Tag, error) {
	if d.readOnly() {
		return api.Tag{}, ErrReadOnly
	}
	if d.o.Team != nil {
		return d.o.Team.CreateTag(ctx, name)
	}
	t, err := d.client.Tags.Create(ctx, name)
	d.setOnline(err)
	if err != nil {
		return api.Tag{}, err
	}
	d.mu.Lock()
	if !slices.ContainsFunc(d.s.directory.Tags, func(have api.Tag) bool { return have.ID == t.ID }) {
		d.s.directory.Tags = append(slices.Clone(d.s.directory.Tags), *t)
	}
	dir := d.s.directory
	d.mu.Unlock()
	d.saveMeta(ctx, metaDirectory, dir)
	d.spreadNames()
	d.tell(ListChanged{})
	return *t, nil
}
