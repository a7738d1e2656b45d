package conversation

// maskItems hides what names people in the words of the items. The thread they
// were made of was masked already, field by field; this is for what was put
// into sentences. Bodies are masked when they are laid out.
func (p *Pane) maskItems() {
	m := p.env.Mask
	if !m.On() {
		return
	}
	for i := range p.items {
		it := &p.items[i]
		for k := range it.lead {
			it.lead[k] = m.Text(it.lead[k])
		}
		for k := range it.facts {
			it.facts[k] = m.Text(it.facts[k])
		}
		for k := range it.options {
			it.options[k].text = m.Body(it.options[k].text)
		}
		for k := range it.events {
			it.events[k].text = m.Text(it.events[k].text)
		}
	}
}

// Remask makes the pane draw everything anew: more or less is hidden now. What
// a search needs is prepared anew after the next Update.
func (p *Pane) Remask() {
	p.docs.clear()
	p.blocks.clear()
	p.dirty = true
	if p.thread.Conversation == nil {
		return
	}
	old, top := p.items, p.top
	p.rebuild()
	p.stay(old, top)
	if p.find.active() {
		p.find.ready = false // until the next Update has it prepared anew
		p.search()
	}
}
