#include "bpmn/rules.hpp"
namespace rondo::bpmn {
void check_vocabulary(FileContext&) {}
void check_references(FileContext&) {}
void check_flows(FileContext&) {}
void check_gateways(FileContext&) {}
void check_events(FileContext&) {}
void check_activities(FileContext&) {}
void check_data(FileContext&) {}
void check_collaborations(FileContext&) {}
}
