package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// denied holds that what no policy allows is refused, in both directions.
func (o *objects) denied() []string {
	for _, n := range o.policies {
		if len(n.Spec.PodSelector.MatchLabels)+len(n.Spec.PodSelector.MatchExpressions) == 0 &&
			len(n.Spec.Ingress)+len(n.Spec.Egress) == 0 && len(n.Spec.PolicyTypes) == 2 {
			return nil
		}
	}
	return []string{"no NetworkPolicy denies by default"}
}

// networkPeers are pods of this namespace that there are, on ports that they have.
func networkPeers(o *objects, _ *application) []string {
	var problems []string
	for _, n := range o.policies {
		owner := "NetworkPolicy/" + n.Name
		for _, rule := range n.Spec.Ingress {
			problems = append(problems, o.peers(owner, rule.From)...)
			for _, port := range rule.Ports {
				for _, p := range o.selected(&n.Spec.PodSelector) {
					if port.Port != nil && port.Port.Type == intstr.String && !hasPort(p.spec, *port.Port) {
						problems = append(problems, fmt.Sprintf("%s allows port %s, which %s has not", owner, port.Port, p.owner))
					}
				}
			}
		}
		for _, rule := range n.Spec.Egress {
			problems = append(problems, o.peers(owner, rule.To)...)
		}
	}
	return problems
}

func (o *objects) peers(owner string, peers []networkingv1.NetworkPolicyPeer) []string {
	var problems []string
	for _, peer := range peers {
		if peer.PodSelector != nil && peer.NamespaceSelector == nil && len(o.selected(peer.PodSelector)) == 0 {
			problems = append(problems, owner+" names pods that there are not: "+metav1.FormatLabelSelector(peer.PodSelector))
		}
	}
	return problems
}

// networkPaths are open to the database, the cache and the solver of the certificate, whether or not an operator makes the pods.
func networkPaths(o *objects, _ *application) []string {
	var problems []string
	clients := o.ours()
	for _, p := range o.pods {
		if p.foreign && !strings.HasPrefix(p.owner, solver) {
			clients = append(clients, p)
		}
		if strings.HasPrefix(p.owner, solver) && !o.admitted(p, 8089, func(peer networkingv1.NetworkPolicyPeer) bool {
			return peer.NamespaceSelector != nil
		}) {
			problems = append(problems, "no ingress may reach the "+p.owner)
		}
	}
	for _, to := range o.pods {
		for _, from := range o.ours() {
			if to.isCache() && !strings.HasPrefix(from.owner, "Job/") &&
				!(o.released(from, 6379, inNamespace(to)) && o.admitted(to, 6379, inNamespace(from))) {
				problems = append(problems, from.owner+" may not reach "+to.owner)
			}
		}
		for _, from := range clients {
			if to.isDatabase() && !(o.released(from, 5432, inNamespace(to)) && o.admitted(to, 5432, inNamespace(from))) {
				problems = append(problems, from.owner+" may not reach "+to.owner)
			}
		}
	}
	return problems
}

// resolvers answer to DNS in clusters of one kind or another.
var resolvers = []struct {
	name, namespace string
	labels          labels.Set
	address         string
	port            int32
}{
	{name: "CoreDNS", namespace: "kube-system", labels: labels.Set{"k8s-app": "kube-dns"}, port: 53},
	{name: "NodeLocal DNSCache", address: "169.254.20.10", port: 53},
	{name: "OpenShift's DNS", namespace: "openshift-dns", labels: labels.Set{"dns.operator.openshift.io/daemonset-dns": "default"}, port: 5353},
}

// resolution is open to all pods, over UDP and TCP.
func resolution(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.pods {
		for _, r := range resolvers {
			for _, protocol := range []corev1.Protocol{corev1.ProtocolUDP, corev1.ProtocolTCP} {
				if !slices.ContainsFunc(o.policies, func(n networkingv1.NetworkPolicy) bool {
					return matches(&n.Spec.PodSelector, p) && slices.ContainsFunc(n.Spec.Egress, func(rule networkingv1.NetworkPolicyEgressRule) bool {
						return slices.ContainsFunc(rule.To, func(peer networkingv1.NetworkPolicyPeer) bool {
							return r.address != "" && covers(peer.IPBlock, r.address) || r.address == "" && isIn(peer, r.namespace, r.labels)
						}) && slices.ContainsFunc(rule.Ports, func(port networkingv1.NetworkPolicyPort) bool {
							return port.Port.IntVal == r.port && port.Protocol != nil && *port.Protocol == protocol
						})
					})
				}) {
					problems = append(problems, fmt.Sprintf("%s may not ask %s by %s", p.owner, r.name, protocol))
				}
			}
		}
	}
	return problems
}

var (
	// Where the networks of clusters lie: RFC 1918, RFC 6598, RFC 4193.
	internal = []string{"10.1.2.3", "100.64.1.2", "172.31.0.1", "192.168.1.2", "fd00::1"}
	// Of the node alone, such as the metadata of a cloud: RFC 3927, RFC 4291.
	linkLocal = []string{"169.254.169.254", "fe80::1"}
)

// internet is reached by both versions of the protocol, and nothing inside with it.
func internet(o *objects, _ *application) []string {
	var problems []string
	for _, n := range o.policies {
		for _, rule := range n.Spec.Egress {
			reaches := func(address string) bool {
				return slices.ContainsFunc(rule.To, func(peer networkingv1.NetworkPolicyPeer) bool { return covers(peer.IPBlock, address) })
			}
			four, six := reaches("192.0.2.1"), reaches("2001:db8::1")
			if four != six {
				problems = append(problems, "NetworkPolicy/"+n.Name+" reaches the internet by one version of the protocol only")
			}
			for _, address := range append(internal, linkLocal...) {
				if (four || six) && reaches(address) {
					problems = append(problems, "NetworkPolicy/"+n.Name+" lets out to "+address+" as if that were the internet")
				}
			}
		}
	}
	return problems
}

// proxies are trusted wherever the cluster's pods have their addresses.
func proxies(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.ours() {
		trusted, set := o.variables(p.spec.Containers[0])["TRUSTED_PROXIES"]
		if !set {
			continue
		}
		for _, address := range internal {
			if !slices.ContainsFunc(strings.Split(trusted, ","), func(network string) bool {
				return covers(&networkingv1.IPBlock{CIDR: network}, address)
			}) {
				problems = append(problems, p.owner+" does not believe an ingress at "+address)
			}
		}
	}
	return problems
}

// isIn tells that a peer takes in a pod with these labels in another namespace.
func isIn(peer networkingv1.NetworkPolicyPeer, namespace string, pod labels.Set) bool {
	if peer.NamespaceSelector == nil || peer.PodSelector == nil {
		return false
	}
	return matches(peer.NamespaceSelector, pods{meta: metav1.ObjectMeta{Labels: labels.Set{corev1.LabelMetadataName: namespace}}}) &&
		matches(peer.PodSelector, pods{meta: metav1.ObjectMeta{Labels: pod}})
}

func covers(block *networkingv1.IPBlock, address string) bool {
	if block == nil {
		return false
	}
	ip := netip.MustParseAddr(address)
	return netip.MustParsePrefix(block.CIDR).Contains(ip) && !slices.ContainsFunc(block.Except, func(except string) bool {
		return netip.MustParsePrefix(except).Contains(ip)
	})
}

func inNamespace(p pods) func(networkingv1.NetworkPolicyPeer) bool {
	return func(peer networkingv1.NetworkPolicyPeer) bool {
		return peer.PodSelector != nil && peer.NamespaceSelector == nil && matches(peer.PodSelector, p)
	}
}

func (o *objects) admitted(p pods, port int32, from func(networkingv1.NetworkPolicyPeer) bool) bool {
	return slices.ContainsFunc(o.policies, func(n networkingv1.NetworkPolicy) bool {
		return matches(&n.Spec.PodSelector, p) && slices.ContainsFunc(n.Spec.Ingress,
			func(rule networkingv1.NetworkPolicyIngressRule) bool {
				return slices.ContainsFunc(rule.From, from) && opens(rule.Ports, port)
			})
	})
}

func (o *objects) released(p pods, port int32, to func(networkingv1.NetworkPolicyPeer) bool) bool {
	return slices.ContainsFunc(o.policies, func(n networkingv1.NetworkPolicy) bool {
		return matches(&n.Spec.PodSelector, p) && slices.ContainsFunc(n.Spec.Egress,
			func(rule networkingv1.NetworkPolicyEgressRule) bool {
				return slices.ContainsFunc(rule.To, to) && opens(rule.Ports, port)
			})
	})
}

func opens(ports []networkingv1.NetworkPolicyPort, port int32) bool {
	return slices.ContainsFunc(ports, func(p networkingv1.NetworkPolicyPort) bool { return p.Port != nil && p.Port.IntVal == port })
}

// admitsTo tells that a policy lets pods of another namespace reach a port by its name.
func admitsTo(n networkingv1.NetworkPolicy, p pods, port string) bool {
	return matches(&n.Spec.PodSelector, p) && slices.ContainsFunc(n.Spec.Ingress, func(rule networkingv1.NetworkPolicyIngressRule) bool {
		return slices.ContainsFunc(rule.From, func(peer networkingv1.NetworkPolicyPeer) bool { return peer.NamespaceSelector != nil }) &&
			slices.ContainsFunc(rule.Ports, func(p networkingv1.NetworkPolicyPort) bool { return p.Port.StrVal == port })
	})
}
