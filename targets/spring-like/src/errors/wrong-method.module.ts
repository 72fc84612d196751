import { Module } from '@nestjs/common';
import { WrongMethodController } from './wrong-method.controller.js';

@Module({ controllers: [WrongMethodController] })
export class WrongMethodModule {}
