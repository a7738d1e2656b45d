package desk_test

import (
	"testing"

	"parley/api/desk"
	"parley/api/sandbox"
)

func TestMoreAndRefresh(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{set: func(o *desk.Options) { o.PageSize, o.AdminID = 5, sandbox.MeID }})
	defer r.stop()
	ctx := t.Context()
	if err := r.Refresh(ctx, "open"); err != nil {
		t.Fatal(err)
	}
	l, err := r.List(ctx, desk.ListRequest{View: "open"})
	if err != nil || l.Held != 5 || !l.More {
		t.Fatalf("first page: %d held, more %v, %v", l.Held, l.More, err)
	}
	for range 50 {
		if err := r.More(ctx, "open"); err != nil {
			t.Fatal(err)
		}
		if l, err = r.List(ctx, desk.ListRequest{View: "open"}); err != nil {
			t.Fatal(err)
		}
		if !l.More {
			break
		}
	}
	if l.More || l.Held <= 20 {
		t.Errorf("%d held, more %v", l.Held, l.More)
	}
	if err := r.Refresh(ctx, "is:"); err == nil {
		t.Error("a wrong query is sent")
	}
}

func TestSearchIntercom(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{set: func(o *desk.Options) { o.AdminID = sandbox.MeID }})
	defer r.stop()
	ctx := t.Context()
	before, err := r.Search(ctx, "is:open")
	if err != nil || len(before.Hits) != 0 {
		t.Fatalf("%+v, %v", before, err)
	}
	got, err := r.SearchIntercom(ctx, "is:open")
	if err != nil || len(got.Hits) == 0 || !got.Remote || !got.Hits[0].Remote {
		t.Fatalf("%d hits, %v", len(got.Hits), err)
	}
	if n, ok := got.RemoteTotal.Get(); !ok || n < int64(len(got.Hits)) {
		t.Errorf("total %d, %v", n, ok)
	}
}
