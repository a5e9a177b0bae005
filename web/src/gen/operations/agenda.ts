// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { SessionThereQuery, SessionThereQueryVariables, AgendaHeadQuery, AgendaHeadQueryVariables, SessionDetailQuery, SessionDetailQueryVariables } from '../graphql';

export const SessionThere: Operation<SessionThereQuery, SessionThereQueryVariables> = {"name":"SessionThere","hash":"37272c6c8c7a98486bc5b3b5fc2f39bccc58bf3565dd56a0987561911d19a8e3"};
export const AgendaHead: Operation<AgendaHeadQuery, AgendaHeadQueryVariables> = {"name":"AgendaHead","hash":"6dd16bb6ccb1891bd89a881702ecf0ab915f9354f20e6593f38581f27bb7033d"};
export const SessionDetail: Operation<SessionDetailQuery, SessionDetailQueryVariables> = {"name":"SessionDetail","hash":"2923a976f40191465a0ad92655f1828784552b13a782bacd1d42335bbfbd9545"};
