package webhook

import (
	"net/netip"
	"sync"
)

// places are something that callers share. One source gets half of it at
// most: whoever takes all they can from one address leaves the rest to the
// others. Against many addresses at once nothing here helps; the desk goes on
// asking Intercom by itself, only later.
type places struct {
	all int64

	mu    sync.Mutex
	taken int64
	by    map[netip.Prefix]int64
}

// take takes n, and returns how to give them back, once; false when there are
// not so many.
func (p *places) take(from netip.Prefix, n int64) (give func(), ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.taken+n > p.all || p.by[from]+n > p.all/2 {
		return nil, false
	}
	if p.by == nil {
		p.by = map[netip.Prefix]int64{}
	}
	p.taken += n
	p.by[from] += n
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.taken -= n
		if p.by[from] -= n; p.by[from] == 0 {
			delete(p.by, from)
		}
	}), true
}

// source is where a caller is: the address, or the network that one
// subscriber has, where addresses cost nothing. What is no address is one
// source.
func source(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	a, bits := at.Addr().Unmap().WithZone(""), 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
