package main

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func (o *objects) selected(selector *metav1.LabelSelector) []pods {
	var result []pods
	for _, p := range o.pods {
		if matches(selector, p) {
			result = append(result, p)
		}
	}
	return result
}

func matches(selector *metav1.LabelSelector, p pods) bool {
	matcher, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		panic(err)
	}
	return matcher.Matches(labels.Set(p.meta.Labels))
}

// selectors find the pods that they are for.
func selectors(o *objects, _ *application) []string {
	var problems []string
	found := func(owner string, selector *metav1.LabelSelector) {
		if len(o.selected(selector)) == 0 {
			problems = append(problems, owner+" selects no pod: "+metav1.FormatLabelSelector(selector))
		}
	}
	for _, p := range o.pods {
		own := slices.IndexFunc(o.pods, func(other pods) bool { return other.owner == p.owner })
		selectsOwn := func(selector *metav1.LabelSelector) bool { return matches(selector, o.pods[own]) }
		if p.selector != nil && !selectsOwn(p.selector) {
			problems = append(problems, p.owner+" does not select the pods it makes")
		}
		for _, spread := range p.spec.TopologySpreadConstraints {
			if !selectsOwn(spread.LabelSelector) {
				problems = append(problems, p.owner+" spreads other pods than its own")
			}
		}
	}
	for _, s := range o.services {
		found("Service/"+s.Name, &metav1.LabelSelector{MatchLabels: s.Spec.Selector})
	}
	for _, b := range o.budgets {
		found("PodDisruptionBudget/"+b.Name, b.Spec.Selector)
	}
	for _, n := range o.policies {
		found("NetworkPolicy/"+n.Name, &n.Spec.PodSelector)
	}
	return append(problems, o.denied()...)
}

func hasPort(spec corev1.PodSpec, port intstr.IntOrString) bool {
	for _, c := range spec.Containers {
		for _, p := range c.Ports {
			if p.Name == port.StrVal || p.ContainerPort == port.IntVal {
				return true
			}
		}
	}
	return false
}

// ports are those on which the service listens, and every reference to one leads to it.
func ports(o *objects, a *application) []string {
	var problems []string
	for _, p := range o.ours() {
		variables := o.variables(p.spec.Containers[0])
		listening := map[string]int{"http": a.number("quarkus.http.port", variables),
			"http1": a.number("quarkus.http.port", variables), "management": a.number("quarkus.management.port", variables)}
		for _, port := range p.spec.Containers[0].Ports {
			if int(port.ContainerPort) != listening[port.Name] {
				problems = append(problems, fmt.Sprintf("%s has port %s at %d, and the service listens at %d", p.owner,
					port.Name, port.ContainerPort, listening[port.Name]))
			}
		}
	}
	for _, p := range o.pods {
		for _, c := range p.spec.Containers {
			for _, probe := range []*corev1.Probe{c.StartupProbe, c.ReadinessProbe, c.LivenessProbe} {
				if port, asked := probePort(probe); asked && !hasPort(p.spec, port) {
					problems = append(problems, p.owner+" is probed at port "+port.String()+", which it has not")
				}
			}
		}
	}
	for _, s := range o.services {
		for _, port := range s.Spec.Ports {
			for _, p := range o.selected(&metav1.LabelSelector{MatchLabels: s.Spec.Selector}) {
				if !hasPort(p.spec, port.TargetPort) {
					problems = append(problems, fmt.Sprintf("Service/%s leads to port %s, which %s has not", s.Name,
						port.TargetPort.String(), p.owner))
				}
			}
		}
	}
	return append(problems, o.routes()...)
}

func probePort(probe *corev1.Probe) (intstr.IntOrString, bool) {
	switch {
	case probe == nil:
	case probe.HTTPGet != nil:
		// Knative fills it in.
		return probe.HTTPGet.Port, probe.HTTPGet.Port != intstr.IntOrString{}
	case probe.TCPSocket != nil:
		return probe.TCPSocket.Port, true
	}
	return intstr.IntOrString{}, false
}

// routes lead from an ingress controller or a Gateway, which a policy admits, to the Service's http port.
func (o *objects) routes() []string {
	var problems []string
	lead := func(owner, service string, leads func(corev1.ServicePort) bool) {
		if !slices.ContainsFunc(o.services, func(s corev1.Service) bool {
			return s.Name == service && slices.ContainsFunc(s.Spec.Ports, func(p corev1.ServicePort) bool {
				return leads(p) && p.TargetPort.StrVal == "http"
			})
		}) {
			problems = append(problems, owner+" leads to no http port of a Service")
		}
	}
	for _, ingress := range o.ingresses {
		for _, rule := range ingress.Spec.Rules {
			if !slices.ContainsFunc(ingress.Spec.TLS, func(t networkingv1.IngressTLS) bool {
				return slices.Contains(t.Hosts, rule.Host)
			}) {
				problems = append(problems, "Ingress/"+ingress.Name+" serves "+rule.Host+" without TLS")
			}
			for _, path := range rule.HTTP.Paths {
				lead("Ingress/"+ingress.Name, path.Backend.Service.Name, func(p corev1.ServicePort) bool {
					return p.Name == path.Backend.Service.Port.Name
				})
			}
		}
	}
	for _, route := range o.all {
		if route.GetKind() != "HTTPRoute" {
			continue
		}
		if hosts, _, _ := unstructured.NestedStringSlice(route.Object, "spec", "hostnames"); len(hosts) == 0 {
			problems = append(problems, name(route)+" takes the requests of all hosts")
		}
		rules, _, _ := unstructured.NestedSlice(route.Object, "spec", "rules")
		for _, rule := range rules {
			backends, _, _ := unstructured.NestedSlice(rule.(map[string]any), "backendRefs")
			for _, backend := range backends {
				lead(name(route), fmt.Sprint(backend.(map[string]any)["name"]), func(p corev1.ServicePort) bool {
					return int64(p.Port) == backend.(map[string]any)["port"]
				})
			}
		}
	}
	ways := len(o.ingresses)
	if o.find("HTTPRoute", "taskward") != nil {
		ways++
	}
	for _, p := range o.ours() {
		if p.owner != "Deployment/taskward" || o.isDevelopment() {
			continue
		}
		if ways != 1 {
			problems = append(problems, fmt.Sprintf("%d ways lead to the Service", ways))
		}
		if !slices.ContainsFunc(o.policies, func(n networkingv1.NetworkPolicy) bool { return admitsTo(n, p, "http") }) {
			problems = append(problems, "no ingress controller may reach "+p.owner)
		}
	}
	return problems
}
