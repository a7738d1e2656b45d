package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"parley/api/desk"
)

// A session that hangs may still call the desk after it was closed: that
// keeps nobody reading.
func TestEyeAfterClose(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		team := newRig(t, rigOptions{dir: dir, set: func(o *desk.Options) { o.OwnOnly = true }})
		defer team.stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		team.Active(false)
		team.Start(ctx)
		ana := team.agent(ctx, teammates(ctx, t, team)[0].ID, dir+"/a", nil)
		if team.Watched() {
			t.Error("a desk at which nobody looks is read for")
		}
		ana.Active(true)
		if !team.Watched() {
			t.Error("nobody reads for an agent who looks")
		}
		ana.stop(t)
		ana.Typing()
		ana.Focus("1")
		ana.Active(true)
		if team.Watched() {
			t.Error("a closed desk is read for")
		}
	})
}
