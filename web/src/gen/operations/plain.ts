// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { PlainAgendaQuery, PlainAgendaQueryVariables, PlainSessionQuery, PlainSessionQueryVariables } from '../graphql';

export const PlainAgenda: Operation<PlainAgendaQuery, PlainAgendaQueryVariables> = {"name":"PlainAgenda","hash":"b00503ac8de0caeaee12df1fea1571449c1cd7f8debb923b06522539804be270"};
export const PlainSession: Operation<PlainSessionQuery, PlainSessionQueryVariables> = {"name":"PlainSession","hash":"dcb58f319baf84b44a35673e7d81b34437c569f0c881707cecc1df42ea063e91"};
